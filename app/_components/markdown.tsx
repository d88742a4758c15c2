import ReactMarkdown from "react-markdown";
import remarkGfm from "remark-gfm";

/** Markdown of the project's people; raw HTML in it stays text. */
export function Markdown({ text }: { text: string }) {
  return (
    <div className="prose" dir="auto">
      <ReactMarkdown remarkPlugins={[remarkGfm]}>{text}</ReactMarkdown>
    </div>
  );
}
