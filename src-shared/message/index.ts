/** What the program says to a person: messages with references to settings and layers, and notes of results with their severity. */
export {
  joined,
  layerNamed,
  type LayerReference,
  type Message,
  type MessagePart,
  onCommandLine,
  option,
  type OptionReference,
  partsOf,
  rendered,
  say,
  withoutStop,
  withTexts,
} from './message.ts';
export {
  distinctNotes,
  isWarning,
  type Note,
  noteMessage,
  plainNote,
  plainNotes,
  warning,
  type Warning,
  warningsFirst,
} from './note.ts';
export { OPTION_IDS, type OptionId } from './options.ts';
