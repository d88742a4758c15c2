"use client";
import type { ShownLabel } from "@/app/_components/label-swatch";
import type { Frame } from "./boxes-draft";

/** Which edges a handle moves. */
export interface Handle {
  left?: boolean;
  right?: boolean;
  top?: boolean;
  bottom?: boolean;
}

const HANDLES: readonly (Handle & { id: string; fx: number; fy: number; cursor: string })[] = [
  { id: "nw", fx: 0, fy: 0, left: true, top: true, cursor: "nwse-resize" },
  { id: "n", fx: 0.5, fy: 0, top: true, cursor: "ns-resize" },
  { id: "ne", fx: 1, fy: 0, right: true, top: true, cursor: "nesw-resize" },
  { id: "e", fx: 1, fy: 0.5, right: true, cursor: "ew-resize" },
  { id: "se", fx: 1, fy: 1, right: true, bottom: true, cursor: "nwse-resize" },
  { id: "s", fx: 0.5, fy: 1, bottom: true, cursor: "ns-resize" },
  { id: "sw", fx: 0, fy: 1, left: true, bottom: true, cursor: "nesw-resize" },
  { id: "w", fx: 0, fy: 0.5, left: true, cursor: "ew-resize" },
];

interface BoxShapeProps {
  frame: Frame;
  /** Null while the box waits for its label. */
  label: ShownLabel | null;
  /** Picture pixels per CSS pixel, for what keeps its size on the screen. */
  unit: number;
  isActive: boolean;
  isEditable: boolean;
}

/** One box: an edge that stands out on any picture, its label's name, and handles while it is active. */
export function BoxShape({ frame: { x, y, w, h }, label, unit, isActive, isEditable }: BoxShapeProps) {
  const color = label ? `var(--c${label.color})` : "var(--accent)";
  return (
    <>
      <rect x={x} y={y} width={w} height={h} fill={color} fillOpacity={isActive ? 0.16 : 0.06} />
      <rect
        x={x}
        y={y}
        width={w}
        height={h}
        fill="none"
        stroke="var(--bg)"
        strokeWidth={isActive ? 5 : 4}
        vectorEffect="non-scaling-stroke"
      />
      <rect
        x={x}
        y={y}
        width={w}
        height={h}
        fill="none"
        stroke={color}
        strokeWidth={isActive ? 2.5 : 2}
        strokeDasharray={label ? undefined : "6 4"}
        vectorEffect="non-scaling-stroke"
      />
      <text
        x={x + 5 * unit}
        y={y - 6 * unit < 12 * unit ? y + 15 * unit : y - 6 * unit}
        fontSize={12 * unit}
        fontWeight={600}
        fill="var(--text)"
        stroke="var(--bg)"
        strokeWidth={3.5}
        vectorEffect="non-scaling-stroke"
        paintOrder="stroke"
        pointerEvents="none"
      >
        {label?.name ?? "Which label?"}
      </text>
      {isActive &&
        isEditable &&
        HANDLES.map(({ id, fx, fy, cursor }) => (
          <g key={id} data-handle={id} style={{ cursor }}>
            <circle cx={x + fx * w} cy={y + fy * h} r={11 * unit} fill="transparent" />
            <rect
              x={x + fx * w - 4 * unit}
              y={y + fy * h - 4 * unit}
              width={8 * unit}
              height={8 * unit}
              rx={1.5 * unit}
              fill="var(--bg)"
              stroke={color}
              strokeWidth={2}
              vectorEffect="non-scaling-stroke"
            />
          </g>
        ))}
    </>
  );
}

export const handleOf = (id: string | undefined): Handle | undefined => HANDLES.find((one) => one.id === id);

/** A frame with the edges of one handle at a new place; edges may cross. */
export function dragged({ x, y, w, h }: Frame, handle: Handle, to: { x: number; y: number }): Frame {
  const [x1, x2] = [handle.left ? to.x : x, handle.right ? to.x : x + w];
  const [y1, y2] = [handle.top ? to.y : y, handle.bottom ? to.y : y + h];
  return { x: Math.min(x1, x2), y: Math.min(y1, y2), w: Math.abs(x2 - x1), h: Math.abs(y2 - y1) };
}
