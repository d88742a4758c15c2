"use client";
import dynamic from "next/dynamic";

/** Loaded by those who label on a grid, and by nobody else. */
export const LazyGrid = dynamic(() => import("./grid-desk").then((module) => module.GridDesk));
