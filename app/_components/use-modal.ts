import { useLayoutEffect, useRef } from "react";

/** A dialog that is open as long as it is drawn. It is closed before it leaves, so that the focus goes back to where it was. */
export function useModal() {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const drawn = dialog.current;
    drawn?.showModal();
    return () => drawn?.close();
  }, []);
  return dialog;
}
