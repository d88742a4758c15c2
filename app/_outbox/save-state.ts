import { needAttention, type OutboxState, offDisk, takesAnswers, waiting } from "./outbox";

export interface SaveWords {
  text: string;
  tone: "good" | "warn" | "bad" | "quiet";
  /** What it means and what happens next. */
  more: string;
}

const answers = (n: number) => (n === 1 ? "1 answer" : `${n} answers`);

/** Where the answers are, in a few words. */
export function saveWords(state: OutboxState): SaveWords {
  const n = waiting(state).length;
  const onScreen = offDisk(state).length;
  if (!state.isRead)
    return { text: "Opening", tone: "quiet", more: "Looking for answers that an earlier page left here." };
  if (state.problem === "other-person")
    return {
      text: `Somebody else, ${n} waiting`,
      tone: "bad",
      more: "Somebody else is signed in. Your answers wait on this device for you alone.",
    };
  if (state.problem === "signed-out")
    return {
      text: `Signed out, ${n} waiting`,
      tone: "bad",
      more: "Your session has ended. Your answers wait on this device and go out when you sign in.",
    };
  if (onScreen > 0 && state.isDiskBroken)
    return {
      text: `Not saved here, ${onScreen} on screen`,
      tone: "bad",
      more: "This browser does not store answers now. They go straight to the server; leave this page open until they are there.",
    };
  if (onScreen > 0 && !takesAnswers(state))
    return {
      text: "Saving here, one moment",
      tone: "warn",
      more: "Label keys are taken again when these answers are on the disk.",
    };
  if (state.problem === "offline")
    return {
      text: `Offline, ${n} waiting`,
      tone: "warn",
      more: `The server does not answer. ${answers(n)} ${n === 1 ? "waits on this device and goes out by itself" : "wait on this device and go out by themselves"}.`,
    };
  if (onScreen > 0) return { text: "On screen", tone: "quiet", more: "On the way to the disk of this device." };
  if (n > 0)
    return {
      text: `Saved here, ${n} on the way`,
      tone: "quiet",
      more: "On the disk of this device, and on the way to the server.",
    };
  const refused = needAttention(state).length;
  if (refused > 0)
    return {
      text: "Saved on server",
      tone: "warn",
      more: `All but ${answers(refused)} that ${refused === 1 ? "needs" : "need"} your attention.`,
    };
  return { text: "Saved on server", tone: "good", more: "All your answers are on the server." };
}

/** What is to be said aloud: trouble, once, and nothing that changes with each answer. */
export function troubleWords(state: OutboxState): string {
  const refused = needAttention(state).length;
  if (state.isRead && state.problem === "offline") return "Offline. Answers wait on this device.";
  if (state.isRead && (state.problem === "signed-out" || state.problem === "other-person"))
    return "Signed out. Answers wait on this device.";
  if (offDisk(state).length > 0 && state.isDiskBroken) return "This browser does not store answers.";
  return refused > 0 ? `${answers(refused)} ${refused === 1 ? "needs" : "need"} your attention.` : "";
}
