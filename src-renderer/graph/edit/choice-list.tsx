/** A list of choices of which one holds: arrows move, Enter or a click takes one. */
import Check from 'lucide-react/icons/check';
import { type KeyboardEvent, type ReactElement, useEffect, useRef } from 'react';
import type { Closed } from '../../../src-shared/plan/index.ts';
import { graphTexts } from '../../texts/graph.ts';

export interface ListedChoice {
  readonly value: string;
  readonly closed: Closed | null;
}

export interface ChoiceListProps {
  readonly label: string;
  /** Null where the layers differ. */
  readonly value: string | null;
  readonly choices: readonly ListedChoice[];
  readonly onChoose: (value: string) => void;
  /** Takes the keyboard when it appears. */
  readonly first?: boolean;
}

export function ChoiceList({ label, value, choices, onChoose, first = false }: ChoiceListProps): ReactElement {
  const list = useRef<HTMLDivElement>(null);
  const at = Math.max(
    0,
    choices.findIndex((choice) => choice.value === value),
  );
  useEffect(() => {
    if (first) list.current?.querySelectorAll<HTMLElement>('[role="radio"]')[at]?.focus();
    // Only when it appears: later the keyboard is where the person moved it.
  }, []);
  const press = (event: KeyboardEvent<HTMLDivElement>): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="radio"]')];
    const next = buttons.indexOf(document.activeElement as HTMLElement) + step;
    buttons[(next + buttons.length) % buttons.length]?.focus();
  };
  return (
    <div className="graph-choices" role="radiogroup" aria-label={label} ref={list} onKeyDown={press}>
      {choices.map((choice, index) => (
        <button
          key={choice.value}
          type="button"
          role="radio"
          aria-checked={choice.value === value}
          aria-disabled={choice.closed !== null || undefined}
          tabIndex={index === at ? 0 : -1}
          className="graph-choice"
          onClick={() => choice.closed === null && onChoose(choice.value)}
        >
          <span className="graph-choice-mark">{choice.value === value ? <Check size={14} aria-hidden /> : null}</span>
          <span>{choice.value}</span>
          {choice.closed ? <small>{closedText(choice.closed)}</small> : null}
        </button>
      ))}
    </div>
  );
}

function closedText(closed: Closed): string {
  switch (closed.kind) {
    case 'leaky-is-global':
      return graphTexts.closed.global;
    case 'network-is-leaky':
      return graphTexts.closed.leaky(closed.coding);
    case 'not-of-coding':
      return graphTexts.closed.coding(closed.coding);
    case 'fixed-value':
      return graphTexts.closed.fixedValue;
    case 'per-neuron':
      return graphTexts.closed.perNeuron;
    case 'signed':
      return graphTexts.closed.signed(closed.layer);
  }
}
