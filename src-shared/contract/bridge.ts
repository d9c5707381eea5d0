/** What Electron's preload script puts into the page as `window.spikeloom`: nothing else of Electron is there. */
import { z } from 'zod';
import type { FromWindow } from './envelope.ts';

/** The native menu, made from the window's own commands: one table for both. */
export const nativeMenuSchema = z
  .array(
    z.strictObject({
      label: z.string().max(100),
      items: z
        .array(
          z.strictObject({
            /** Id of the command. */
            id: z.string().max(100),
            label: z.string().max(200),
            /** As commands have it: `Mod+Shift+P`. */
            keys: z.string().max(50).optional(),
            /** The key works in text fields too; otherwise the field's own keys win. */
            inText: z.boolean(),
            enabled: z.boolean(),
          }),
        )
        .max(200),
    }),
  )
  .max(30);
/** A menu of the operating system. */
export type NativeMenu = z.infer<typeof nativeMenuSchema>;

/** `DomFile` is the page's `File`, which this folder does not know. */
export interface Bridge<DomFile> {
  send(message: FromWindow): void;
  /** One listener each. */
  onMessage(listener: (message: unknown) => void): void;
  /** The native menu chose a command. */
  onCommand(listener: (id: string) => void): void;
  /** The system asks to open a project: a double click on its file, or a second start of the program. */
  onOpen(listener: (path: string) => void): void;
  /** Shows these commands in the native menu. */
  setMenu(menu: NativeMenu): void;
  /** Where a dropped file lies. */
  pathOf(file: DomFile): string;
}
