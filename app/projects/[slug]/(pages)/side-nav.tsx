"use client";
import { ChevronsUpDown, Menu, X } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useEffect, useState } from "react";
import { Brand } from "@/app/_components/brand";
import { formatCount, formatNoun } from "@/app/_components/format";
import { PopMenu } from "@/app/_components/pop-menu";
import { UserMenu } from "@/app/_components/user-menu";
import type { Outputs } from "@/app/_trpc/types";

type Opened = Outputs["project"]["open"];

interface SideNavProps {
  viewer: { userId: number; name: string; email: string };
  project: { slug: string; name: string; role: Opened["project"]["role"] };
  counts: NonNullable<Opened["counts"]>;
  projects: readonly { slug: string; name: string }[];
}

function pagesOf({ project: { role }, counts }: Pick<SideNavProps, "project" | "counts">) {
  const mayManage = role === "owner" || role === "manager";
  const mayDecide = mayManage || role === "adjudicator";
  return [
    { name: "Overview", path: "", count: "" },
    { name: "Data", path: "/data", count: formatCount(counts.items) },
    { name: "Errors", path: "/errors", count: counts.suspected === null ? "" : formatCount(counts.suspected) },
    { name: "Queues", path: "/queues", count: counts.queues > 0 ? formatCount(counts.queues) : "" },
    ...(mayDecide
      ? [{ name: "Adjudicate", path: "/adjudicate", count: counts.conflicts > 0 ? formatCount(counts.conflicts) : "" }]
      : []),
    { name: "Agreement", path: "/agreement", count: "" },
    ...(mayManage ? [{ name: "Annotators", path: "/annotators", count: "" }] : []),
    { name: "Models", path: "/models", count: counts.models > 0 ? formatCount(counts.models) : "" },
    { name: "Snapshots", path: "/snapshots", count: counts.snapshot === null ? "" : `v${counts.snapshot}` },
    { name: "Settings", path: "/settings", count: "" },
  ];
}

function Working({ n }: { n: number }) {
  return (
    <p className="flex items-center gap-2 px-2 py-1.5 text-xs text-text-2">
      <span aria-hidden="true" className={`size-2 rounded-full ${n > 0 ? "bg-good" : "bg-line-strong"}`} />
      {n === 0 ? "Nobody labeling now" : `${formatNoun(n, "person", "people")} labeling now`}
    </p>
  );
}

/** The way around a project: at the side, or behind a button on narrow screens. */
export function SideNav({ viewer, project, counts, projects }: SideNavProps) {
  const path = usePathname();
  const base = `/projects/${project.slug}`;
  const [isOpen, setIsOpen] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the menu closes when the page changes
  useEffect(() => {
    setIsOpen(false);
  }, [path]);
  const isHere = (href: string) => (href === base ? path === base : path === href || path.startsWith(`${href}/`));
  return (
    <div className="z-30 border-line bg-surface max-md:sticky max-md:top-0 max-md:border-b md:sticky md:top-0 md:h-dvh md:border-r">
      <div className="flex items-center justify-between gap-3 px-4 max-md:h-12 md:px-4 md:pt-4 md:pb-3">
        <Brand />
        <button
          type="button"
          className="btn ghost small md:hidden"
          aria-expanded={isOpen}
          aria-controls="project-pages"
          aria-label={isOpen ? "Close the menu" : "Open the menu"}
          onClick={() => setIsOpen(!isOpen)}
        >
          {isOpen ? <X size={18} aria-hidden="true" /> : <Menu size={18} aria-hidden="true" />}
        </button>
      </div>
      <div
        id="project-pages"
        className={`flex flex-col gap-0.5 px-2 pb-2 max-md:max-h-[calc(100dvh-48px)] max-md:overflow-y-auto md:h-[calc(100%-48px)] ${isOpen ? "" : "max-md:hidden"}`}
      >
        <div className="px-1 pb-2">
          <PopMenu
            placement="below"
            name={`Project ${project.name}, choose another`}
            buttonClass="flex h-8 w-full items-center justify-between gap-2 rounded-md border border-line-strong px-2 text-left hover:bg-sunken"
            button={
              <>
                <span className="truncate">{project.name}</span>
                <ChevronsUpDown size={14} aria-hidden="true" className="shrink-0 text-text-3" />
              </>
            }
          >
            {(close) => (
              <>
                {projects.map((one) => (
                  <Link
                    key={one.slug}
                    href={`/projects/${one.slug}`}
                    prefetch={false}
                    aria-current={one.slug === project.slug || undefined}
                    className="truncate rounded-md px-2 py-1.5 hover:bg-sunken aria-[current]:font-semibold"
                    onClick={close}
                  >
                    {one.name}
                  </Link>
                ))}
                <Link href="/" className="rounded-md px-2 py-1.5 text-text-2 hover:bg-sunken" onClick={close}>
                  My queues and projects
                </Link>
              </>
            )}
          </PopMenu>
        </div>
        <nav aria-label="Project" className="flex flex-col gap-0.5 md:min-h-0 md:overflow-y-auto">
          {pagesOf({ project, counts }).map(({ name, path: sub, count }) => (
            <Link
              key={name}
              href={base + sub}
              prefetch={false}
              aria-current={isHere(base + sub) ? "page" : undefined}
              className="flex min-h-[30px] items-center justify-between gap-2 rounded-md px-2 font-medium text-text-2 hover:bg-sunken hover:text-text focus-visible:-outline-offset-2 aria-[current=page]:bg-accent-weak aria-[current=page]:text-accent"
            >
              {name}
              <span className="text-xs text-text-3 tabular-nums">{count}</span>
            </Link>
          ))}
        </nav>
        <div className="mt-auto flex flex-col gap-1 pt-4">
          <Working n={counts.working} />
          <UserMenu userId={viewer.userId} name={viewer.name} email={viewer.email} placement="above" />
        </div>
      </div>
    </div>
  );
}
