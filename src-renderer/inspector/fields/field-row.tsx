/** One field in the inspector: its control, where its value comes from, what the saved version has, and the way back. */
import Undo2 from 'lucide-react/icons/undo-2';
import { type ReactElement, useId, useState } from 'react';
import type { Choice, PlanField } from '../../../src-shared/plan/index.ts';
import { numberOf } from '../../layer-settings/index.ts';
import { inspectorTexts as texts } from '../../texts/inspector.ts';
import { type FieldIds, IconButton, NumberInput, SegmentedControl, Select, Tooltip } from '../../ui/index.ts';
import { closedText } from './closed-text.ts';
import type { FieldValue, Shared } from './field-view.ts';

export interface FieldRowProps {
  readonly field: PlanField;
  readonly value: Shared<FieldValue>;
  /** Where the value comes from, in words. */
  readonly source: string;
  /** True where a reset takes something away. */
  readonly canReset: boolean;
  /** What the saved version has, in words, where it differs. */
  readonly saved: string | null;
  /** Why the field has no effect; it cannot be changed then. */
  readonly idle?: string | null | undefined;
  /** What the words beside the label mean, in a whole sentence, where they are too short for it. */
  readonly idleAbout?: string | undefined;
  /** For fields that are names. */
  readonly choices?: readonly Choice[] | undefined;
  readonly placeholder?: string | undefined;
  readonly resetName: string;
  readonly disabled: boolean;
  readonly onCommit: (value: string | number) => void;
  readonly onReset: () => void;
}

/** The row of a field. */
export function FieldRow(props: FieldRowProps): ReactElement {
  const { field, saved, source, idle, idleAbout, canReset, resetName, disabled, onReset } = props;
  const [wrong, setWrong] = useState<string | null>(null);
  const id = useId();
  const label = texts.fields[field];
  const ids: FieldIds = { id, 'aria-labelledby': `${id}-label`, 'aria-describedby': `${id}-source` };
  const about = idle ?? source;
  return (
    <div className="inspector-field" data-set={canReset || undefined}>
      <div className="inspector-name">
        <label id={`${id}-label`} htmlFor={id}>
          {label}
        </label>
        <span id={`${id}-source`} title={idleAbout ?? about}>
          {about}
        </span>
      </div>
      <span className="inspector-marks">
        {saved !== null && (
          <Tooltip text={texts.saved(saved)} side="left">
            <button type="button" className="inspector-dot" aria-label={texts.savedName(label, saved)} />
          </Tooltip>
        )}
        {canReset && (
          <IconButton
            className="inspector-reset"
            name={resetName}
            icon={<Undo2 size={12} aria-hidden />}
            disabled={disabled}
            onClick={onReset}
            side="left"
          />
        )}
      </span>
      <div className="inspector-control">
        <FieldControl {...props} ids={ids} disabled={disabled || Boolean(idle)} onWrong={setWrong} />
        {wrong !== null && (
          <p className="inspector-wrong" role="alert">
            {wrong}
          </p>
        )}
      </div>
    </div>
  );
}

interface FieldControlProps extends FieldRowProps {
  readonly ids: FieldIds;
  readonly onWrong: (wrong: string | null) => void;
}

function FieldControl(props: FieldControlProps): ReactElement {
  const { field, value, choices, placeholder, ids, disabled, onCommit, onReset, onWrong } = props;
  const only = value.kind === 'one' ? value.value : undefined;
  if (choices) {
    const options = choices.map(({ value: name, closed }) => ({
      value: name,
      label: texts.nameOf(name),
      hint: closed ? closedText(closed) : texts.about[name],
      disabled: closed !== null,
    }));
    const chosen = typeof only === 'string' ? only : undefined;
    return field === 'threshold.level' || field === 'threshold.of' ? (
      <SegmentedControl ids={ids} value={chosen} options={options} disabled={disabled} onChange={onCommit} />
    ) : (
      <Select
        ids={ids}
        value={chosen}
        options={options}
        disabled={disabled}
        onChange={onCommit}
        {...(placeholder === undefined ? {} : { placeholder })}
      />
    );
  }
  return (
    <NumberInput
      ids={ids}
      value={value.kind === 'mixed' ? 'mixed' : (only as number | undefined)}
      {...numberOf(field)}
      unit={UNITS[field]}
      disabled={disabled}
      placeholder={placeholder}
      onCommit={onCommit}
      onClear={onReset}
      onWrong={onWrong}
    />
  );
}

const UNITS: Partial<Record<PlanField, string>> = {
  'threshold.percentile': texts.percent,
  'threshold.scale': texts.times,
  initial: texts.timesTheta,
};
