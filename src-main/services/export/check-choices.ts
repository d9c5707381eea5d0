/** The choices of an export, checked before a project is opened: each error names its option. */
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import {
  CAPSULE,
  EXPORT_OPTION_IDS,
  EXPORT_OPTIONS,
  EXPORTER_IDS,
  type ExporterId,
  type ExportOptions,
  exportOptionsSchema,
  type FormatEntry,
  FORMATS,
  isExporterId,
} from '../../../src-shared/export/index.ts';
import { option, say } from '../../../src-shared/message/index.ts';
import { planFromOptions } from '../../../src-shared/plan/index.ts';
import { identifierOf, isIdentifier } from '../../export/index.ts';

/** A value that may be given for an option; undefined: none. */
export type GivenOption = number | string | boolean | undefined;

export interface GivenChoices {
  readonly format: string;
  readonly name?: string | undefined;
  readonly steps?: string | number | undefined;
  /** Values by the ids of options. */
  readonly options: Readonly<Partial<Record<string, GivenOption>>>;
}

export interface CheckedChoices {
  readonly format: ExporterId;
  readonly options: ExportOptions;
  /** T; undefined: that of the plan. */
  readonly steps: number | undefined;
}

/** Checks the choices of an export. Throws `option.invalid`. */
export function checkChoices({ format, name, steps, options }: GivenChoices): CheckedChoices {
  if (!isExporterId(format)) throw unknownFormat(format);
  checkName(name);
  return { format, options: checkedOptions(format, options), steps: planFromOptions({ steps }).steps };
}

function unknownFormat(format: string): SpikeloomError {
  const message = say`${option('format')}: "${format}" is not allowed; must be one of ${[...EXPORTER_IDS, CAPSULE].join(', ')}`;
  return new SpikeloomError('option.invalid', message, { at: { option: 'format' } });
}

/** The options that were given. Throws `option.invalid` for one that the format does not have, and for a value that does not exist. */
function checkedOptions(format: ExporterId, options: GivenChoices['options']): ExportOptions {
  const { options: known }: FormatEntry = FORMATS[format];
  const given: Record<string, unknown> = {};
  for (const id of EXPORT_OPTION_IDS) {
    const [value, entry] = [options[id], EXPORT_OPTIONS[id]];
    if (value === undefined) continue;
    if (!known.includes(id)) {
      throw new SpikeloomError('option.invalid', say`${option(id)} is not for the format ${format}; leave it out`, {
        at: { option: id },
      });
    }
    if (entry.kind === 'choice' && !entry.choices.some((choice) => choice.value === value)) {
      const allowed = entry.choices.map((choice) => choice.value).join(', ');
      const message = say`${option(id)}: "${String(value)}" is not allowed; must be one of ${allowed}`;
      throw new SpikeloomError('option.invalid', message, { at: { option: id } });
    }
    given[id] = value;
  }
  return exportOptionsSchema.parse(given);
}

/** Throws `option.invalid` for a name that generated programs could not use. */
function checkName(name: string | undefined): void {
  if (name === undefined || isIdentifier(name)) return;
  const message = say`${option('name')}: "${name}" is not a C identifier; use letters, digits and underscores, such as ${identifierOf(name)}`;
  throw new SpikeloomError('option.invalid', message, { at: { option: 'name' } });
}
