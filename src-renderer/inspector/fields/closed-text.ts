/** The reasons for which a choice is closed or a field has no effect, in words. */
import type { Closed, Idle } from '../../../src-shared/plan/index.ts';
import { inspectorTexts as texts } from '../../texts/inspector.ts';
import type { FieldValue, Shared } from './field-view.ts';

export function closedText(closed: Closed): string {
  switch (closed.kind) {
    case 'leaky-is-global':
      return texts.closed['leaky-is-global'];
    case 'network-is-leaky':
      return texts.closed['network-is-leaky'](texts.nameOf(closed.coding));
    case 'not-of-coding':
      return texts.closed['not-of-coding'](texts.nameOf(closed.coding));
    case 'fixed-value':
      return texts.closed['fixed-value'];
    case 'per-neuron':
      return texts.closed['per-neuron'];
    case 'signed':
      return texts.closed.signed(closed.layer, closed.count);
  }
}

const valueText = (value: FieldValue): string => (value === undefined ? texts.none : texts.nameOf(value));

/** Values in words: the one, or each with the number of layers that have it. */
export const sharedText = (values: Shared<FieldValue>): string =>
  values.kind === 'one'
    ? valueText(values.value)
    : texts.mixedOf(values.values.map(({ value, count }) => texts.mixedPart(valueText(value), count)));

/** The reason why a field has no effect, in full, if there is no room for it beside the field. */
export const idleAbout = (idle: Idle | null): string | undefined =>
  idle === 'never-negative' || idle === 'from-histogram' ? texts.idleAbout[idle] : undefined;
