/** Exporters: packages that run elsewhere, without Spikeloom. */
export type {
  ExportedModel,
  ExportObstacle,
  ExportOptions,
  Exporter,
  ExportTarget,
  ExportSubject,
  PackageFiles,
  RunContext,
  RunInput,
  StepValues,
} from './exporter.ts';
export { EXPORTER_IDS, type ExporterEntry, type ExporterId, EXPORTERS, isExporterId } from './exporters.ts';
export { identifierOf, isIdentifier } from './identifiers.ts';
export { portsOf } from './ports.ts';
