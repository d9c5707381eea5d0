/** The choice of a target, and of a microcontroller's memory. */
import { type ReactElement, useId, useState } from 'react';
import { bytesOf, TARGET_IDS, TARGETS } from '../../src-shared/fit/index.ts';
import { setTargetChoice, useTargetChoice } from '../state/index.ts';
import { fitTexts as texts } from '../texts/fit.ts';
import { Select, TextInput } from '../ui/index.ts';
import './target.css';

const NONE = 'none';
const OPTIONS = [
  { value: NONE, label: texts.none },
  ...TARGET_IDS.map((id) => ({ value: id, label: TARGETS[id].label })),
] as const;
const FORMATS = [
  { value: 'float32', label: texts.formats.float32 },
  { value: 'int8', label: texts.formats.int8 },
] as const;

/** A row of controls. */
export function TargetBar(): ReactElement {
  const { target, flash, ram, weights } = useTargetChoice();
  const isProcessor = target !== null && TARGETS[target].kind === 'memory';
  return (
    <div className="target-bar" role="group" aria-label={texts.target}>
      <span className="target-label" aria-hidden>
        {texts.target}
      </span>
      <Select
        label={texts.target}
        value={target ?? NONE}
        options={OPTIONS}
        onChange={(value) => setTargetChoice({ target: TARGET_IDS.find((id) => id === value) ?? null })}
      />
      {isProcessor ? (
        <>
          <SizeField label={texts.flash} value={flash} onChange={(size) => setTargetChoice({ flash: size })} />
          <SizeField label={texts.ram} value={ram} onChange={(size) => setTargetChoice({ ram: size })} />
          <span className="target-label" aria-hidden>
            {texts.weights}
          </span>
          <Select
            label={texts.weights}
            value={weights}
            options={FORMATS}
            onChange={(value) => setTargetChoice({ weights: value })}
          />
        </>
      ) : null}
    </div>
  );
}

interface SizeFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (size: string) => void;
}

/** A size of memory. What is no size is said below, and the size from before stays. */
function SizeField({ label, value, onChange }: SizeFieldProps): ReactElement {
  const [wrong, setWrong] = useState<string | null>(null);
  const id = useId();
  const commit = (text: string): void => {
    const size = text.trim();
    const isSize = size === '' || bytesOf(size) !== undefined;
    setWrong(isSize ? null : size);
    if (isSize) onChange(size);
  };
  return (
    <span className="target-size">
      <label className="target-label" htmlFor={id} id={`${id}-label`}>
        {label}
      </label>
      <TextInput
        ids={{ id, 'aria-labelledby': `${id}-label`, 'aria-describedby': `${id}-message` }}
        value={value}
        placeholder={texts.size}
        invalid={wrong !== null}
        onType={() => setWrong(null)}
        onCommit={commit}
      />
      <span
        className={wrong === null ? 'visually-hidden' : 'target-wrong'}
        id={`${id}-message`}
        role="status"
        title={wrong === null ? undefined : texts.notASize(wrong)}
      >
        {wrong === null ? '' : texts.notASize(wrong)}
      </span>
    </span>
  );
}
