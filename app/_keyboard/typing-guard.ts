/** When keys belong to somebody else: a text field, an input method, an open dialog, a menu with the focus. */
export function belongsElsewhere(event: KeyboardEvent): boolean {
  if (event.isComposing || event.defaultPrevented) return true;
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  if (
    target.isContentEditable ||
    target.closest("input, textarea, select, [role=menu], [role=listbox], [role=combobox]")
  )
    return true;
  // buttons and links keep Enter and Space for themselves
  if ((event.key === "Enter" || event.key === " ") && target.closest("button, a, summary")) return true;
  const dialog = document.querySelector("dialog[open], [role=dialog]");
  return dialog !== null && !dialog.contains(target);
}
