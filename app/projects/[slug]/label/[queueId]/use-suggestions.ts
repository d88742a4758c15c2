"use client";
import type { DeskSession } from "./use-desk";

export function useSuggestions(_session: DeskSession) {}
