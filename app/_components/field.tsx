"use client";
import { type ComponentProps, type ReactNode, useId } from "react";

interface FieldProps {
  label: string;
  hint?: ReactNode;
  error?: string | null;
}

interface Described {
  id: string;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
}

/** A label, its control, what it means and what is wrong with it. */
export function Field({
  label,
  hint,
  error,
  className = "",
  children,
}: FieldProps & { className?: string; children: (control: Described) => ReactNode }) {
  const id = useId();
  const described = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ");
  return (
    <div className={`flex min-w-0 flex-col gap-1 ${className}`}>
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children({ id, "aria-describedby": described || undefined, "aria-invalid": error ? true : undefined })}
      {hint && (
        <p id={`${id}-hint`} className="text-xs text-text-2">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} role="alert" className="text-xs text-bad">
          {error}
        </p>
      )}
    </div>
  );
}

const split = <T extends FieldProps & { className?: string | undefined }>({
  label,
  hint,
  error,
  className,
  ...control
}: T) => ({
  frame: {
    label,
    ...(hint === undefined ? {} : { hint }),
    ...(error === undefined ? {} : { error }),
    ...(className === undefined ? {} : { className }),
  },
  control,
});

export function TextField(props: FieldProps & ComponentProps<"input">) {
  const { frame, control } = split(props);
  return <Field {...frame}>{(described) => <input className="input" {...control} {...described} />}</Field>;
}

export function TextArea(props: FieldProps & ComponentProps<"textarea">) {
  const { frame, control } = split(props);
  return <Field {...frame}>{(described) => <textarea className="input" {...control} {...described} />}</Field>;
}

export function SelectField<T extends string>({
  options,
  onChoose,
  ...props
}: FieldProps &
  Omit<ComponentProps<"select">, "onChange" | "value"> & {
    value: T;
    options: readonly (readonly [value: T, name: string])[];
    onChoose: (value: T) => void;
  }) {
  const { frame, control } = split(props);
  return (
    <Field {...frame}>
      {(described) => (
        <select
          className="input"
          {...control}
          {...described}
          onChange={(event) => {
            const chosen = options.find(([value]) => value === event.target.value);
            if (chosen) onChoose(chosen[0]);
          }}
        >
          {options.map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

export function CheckField({
  label,
  hint,
  isChecked,
  onCheck,
}: {
  label: string;
  hint?: string;
  isChecked: boolean;
  onCheck: (isChecked: boolean) => void;
}) {
  return (
    <label className="flex items-start gap-2">
      <input
        type="checkbox"
        className="mt-0.5 size-4 shrink-0 accent-(--accent)"
        checked={isChecked}
        onChange={(event) => onCheck(event.target.checked)}
      />
      <span>
        {label}
        {hint && <span className="block text-xs text-text-2">{hint}</span>}
      </span>
    </label>
  );
}
