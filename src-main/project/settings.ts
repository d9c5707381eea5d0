/** What a project remembers by name, JSON each: layout of the window, samples that runs use … */
import type { Session } from './session.ts';

export function settingFunctions(session: Session) {
  return {
    /** What was written under `name` last; undefined where nothing was. The caller checks what it is. */
    setting: (name: string): unknown => {
      const row = session.one<{ json: string }>('SELECT json FROM settings WHERE name = ?', name);
      return row && session.json<unknown>(row.json, `the setting ${name}`);
    },
    writeSetting: (name: string, value: unknown): void =>
      session.write(() => {
        session.run(
          'INSERT INTO settings (name, json) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET json = excluded.json',
          name,
          JSON.stringify(value),
        );
      }),
  };
}
