import type { RowData } from "@/core/item/row-data";

interface SmallItemProps {
  text: string | null;
  cells: RowData | null;
  /** A data URL: nothing to optimise, and no address that could be asked for. */
  picture: string | null;
  /** What the picture is, where nothing beside it says so. */
  alt?: string;
}

/** An item that is not the reader's to open: its picture, the beginning of its text, or some cells. */
export function SmallItem({ text, cells, picture, alt = "" }: SmallItemProps) {
  if (picture)
    return (
      <img
        src={picture}
        alt={alt}
        decoding="async"
        className="size-16 shrink-0 rounded-md border border-line bg-stage object-contain [image-rendering:pixelated]"
      />
    );
  if (text !== null)
    return (
      <div className="min-w-0 rounded-md border border-line px-2 py-1 text-[12px] leading-4">
        <p dir="auto" className="line-clamp-3 break-words">
          {text}
        </p>
      </div>
    );
  return (
    <dl className="grid min-w-0 grid-cols-[auto_1fr] gap-x-2 rounded-md border border-line px-2 py-1 text-[12px] leading-4">
      {cells?.map(([column, value]) => (
        <div key={column} className="contents">
          <dt className="truncate text-text-2">{column}</dt>
          <dd className="truncate">{value === null || value === "" ? "–" : String(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
