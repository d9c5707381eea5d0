/** Exporters: packages that run elsewhere, without Spikeloom. */
export type {
  ExportedModel,
  ExportObstacle,
  Exporter,
  ExportTarget,
  ExportSubject,
  PackageFiles,
  RunContext,
  RunInput,
  StepValues,
} from './exporter.ts';
export { planInstead } from './exporter.ts';
export { EXPORTERS } from './exporters.ts';
export { identifierOf, isIdentifier } from './identifiers.ts';
export { portsOf } from './ports.ts';
