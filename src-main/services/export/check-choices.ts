/** The choices of an export, checked before a project is opened: each error names its option. */
import { SpikeloomError } from '../../../src-shared/errors/index.ts';
import {
  EXPORTER_IDS,
  type ExporterId,
  type ExportOptions,
  type FormatEntry,
  FORMATS,
  isExporterId,
} from '../../../src-shared/export/index.ts';
import { option, say } from '../../../src-shared/message/index.ts';
import { planFromOptions } from '../../../src-shared/plan/index.ts';
import { identifierOf, isIdentifier } from '../../export/index.ts';

export interface GivenChoices {
  readonly format: string;
  readonly name?: string | undefined;
  readonly steps?: string | number | undefined;
  readonly options: ExportOptions;
}

/** The format and the number of steps; undefined steps: those of the plan. Throws `option.invalid`. */
export function checkChoices({ format, name, steps, options }: GivenChoices): { format: ExporterId; steps: number | undefined } {
  if (!isExporterId(format)) throw unknownFormat(format);
  checkName(name);
  checkOptions(format, options);
  return { format, steps: planFromOptions({ steps }).steps };
}

function unknownFormat(format: string): SpikeloomError {
  const message = say`${option('format')}: "${format}" is not allowed; must be one of ${EXPORTER_IDS.join(', ')}`;
  return new SpikeloomError('option.invalid', message, { at: { option: 'format' } });
}

/** Throws `option.invalid` for an option that the format does not have. */
function checkOptions(format: ExporterId, options: ExportOptions): void {
  const { options: known }: FormatEntry = FORMATS[format];
  for (const [id, value] of Object.entries(options) as [keyof ExportOptions, unknown][]) {
    if (value === undefined || known.includes(id)) continue;
    throw new SpikeloomError('option.invalid', say`${option(id)} is not for the format ${format}; leave it out`, {
      at: { option: id },
    });
  }
}

/** Throws `option.invalid` for a name that generated programs could not use. */
function checkName(name: string | undefined): void {
  if (name === undefined || isIdentifier(name)) return;
  const message = say`${option('name')}: "${name}" is not a C identifier; use letters, digits and underscores, such as ${identifierOf(name)}`;
  throw new SpikeloomError('option.invalid', message, { at: { option: 'name' } });
}
