import { formatCount, formatNoun } from "@/app/_components/format";
import { When } from "@/app/_components/when";
import type { Outputs } from "@/app/_trpc/types";

type Parity = NonNullable<Outputs["model"]["list"][number]["parity"]>;

/** What the last `concord models check` found: browsers against onnxruntime-node. */
export function ParityLine({ parity }: { parity: Parity }) {
  const { items, sameTopLabel, largestDifference, referenceVersion, checkedAt } = parity;
  return (
    <>
      <dt className="text-text-2">Browser = server</dt>
      <dd className="tabular-nums">
        {formatNoun(items, "item")} compared, top label the same in {formatCount(sameTopLabel)}, largest difference{" "}
        {largestDifference === 0 ? "0" : largestDifference.toPrecision(2)}
        <span className="block text-xs text-text-2">
          onnxruntime-node {referenceVersion}, <When at={checkedAt} />
        </span>
      </dd>
    </>
  );
}
