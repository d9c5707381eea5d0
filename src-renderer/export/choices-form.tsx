/** The choices of an export: the same as those of the command. */
import type { ReactElement } from 'react';
import type { ExportPlace, WireError } from '../../src-shared/contract/index.ts';
import { EXPORT_OPTIONS, PACKAGE_IDS, PACKAGES } from '../../src-shared/export/index.ts';
import type { OptionId } from '../../src-shared/message/index.ts';
import { stepsOf } from '../../src-shared/plan/index.ts';
import { numberOf } from '../layer-settings/index.ts';
import { type Answer, useWorkbench } from '../state/index.ts';
import { exportTexts as texts } from '../texts/export.ts';
import { inWindow } from '../texts/messages.ts';
import { NumberField, SelectField, Switch, TextField } from '../ui/index.ts';
import { changeDraft, type ExportDraft, isCapsule, setOption } from './draft.ts';
import { OptionField } from './option-field.tsx';
import { OutField } from './out-field.tsx';

const FORMAT_OPTIONS = PACKAGE_IDS.map((value) => ({ value, label: PACKAGES[value].label, hint: PACKAGES[value].about }));

export interface ChoicesFormProps {
  readonly draft: ExportDraft;
  readonly place: Answer<ExportPlace>;
  /** The error of the preview or of an attempt to export, shown at the field that it names. */
  readonly error: WireError | null;
  /** The name that an empty field stands for; null until it is known. */
  readonly defaultName: string | null;
  readonly disabled: boolean;
}

export function ChoicesForm({ draft, place, error, defaultName, disabled }: ChoicesFormProps): ReactElement {
  const { format, name, steps, zip, options } = draft;
  const planSteps = useWorkbench(({ history }) => (history ? stepsOf(history.plan) : 0));
  const messageAt = (option: OptionId): string | null => (error?.at?.option === option ? inWindow(error.message) : null);
  const ofPlan = !isCapsule(draft);
  const known: readonly (keyof typeof EXPORT_OPTIONS)[] = PACKAGES[format].options;
  return (
    <section className="export-choices" aria-label={texts.choices}>
      <SelectField
        label={texts.format}
        hint={PACKAGES[format].about}
        value={format}
        options={FORMAT_OPTIONS}
        message={messageAt('format')}
        disabled={disabled}
        onChange={(next) => changeDraft({ format: next, force: false })}
      />
      {ofPlan ? (
        <NumberField
          label={texts.steps}
          hint={texts.stepsHint(planSteps)}
          {...numberOf('steps')}
          value={steps ?? undefined}
          placeholder={texts.stepsOfPlan(planSteps)}
          message={messageAt('steps')}
          disabled={disabled}
          onCommit={(next) => changeDraft({ steps: next })}
          onClear={() => changeDraft({ steps: null })}
        />
      ) : null}
      {known.map((id) => (
        <OptionField
          key={id}
          entry={EXPORT_OPTIONS[id]}
          value={options[id]}
          message={messageAt(id)}
          disabled={disabled}
          onChange={(next) => setOption(id, next)}
        />
      ))}
      {ofPlan ? (
        <TextField
          label={texts.name}
          hint={texts.nameHint}
          value={name}
          placeholder={defaultName ?? undefined}
          message={messageAt('name')}
          disabled={disabled}
          onCommit={(next) => changeDraft({ name: next.trim() })}
        />
      ) : null}
      <OutField draft={draft} place={place} message={messageAt('out') ?? messageAt('force')} disabled={disabled} />
      <Switch label={texts.zip} checked={zip} disabled={disabled} onChange={(next) => changeDraft({ zip: next, force: false })} />
    </section>
  );
}
