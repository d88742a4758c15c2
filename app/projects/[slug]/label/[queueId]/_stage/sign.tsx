/** A sign by its path, without the library of icons, which the label screen does not load. */
export const Sign = ({ path }: { path: string }) => (
  <svg
    aria-hidden="true"
    viewBox="0 0 24 24"
    className="size-3.5 fill-none stroke-current stroke-2 [stroke-linecap:round]"
  >
    <path d={path} />
  </svg>
);
