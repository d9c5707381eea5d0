/**
 * The journal of the working plan: the saved version it starts from, and every transaction since, those that were taken back
 * included. Each change is one write, so that killing the program loses nothing that was acknowledged, and undo and redo go on
 * where they were when the project is opened again.
 */
import type { Session } from './session.ts';

/** Where the working plan stands, besides its transactions. */
export interface JournalHead {
  /** Plan version that the first transaction was made for. */
  readonly start: number;
  /** Newest plan version that the working plan knows of. */
  readonly version: number;
  /** Grows by one with every change. */
  readonly revision: number;
}

export interface JournalEntry {
  /** The transaction, JSON of the caller's own making. */
  readonly transaction: unknown;
  readonly undone: boolean;
}

const HEAD = 'journal';

export function journalFunctions(session: Session) {
  const writeHead = (head: JournalHead): void => {
    session.run(
      'INSERT INTO settings (name, json) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET json = excluded.json',
      ...[HEAD, JSON.stringify(head)],
    );
  };
  /** Takes back the last transaction that is done, or does the first again that was taken back. */
  const turn = (head: JournalHead, undone: 0 | 1): void =>
    session.write(() => {
      const which =
        undone === 1
          ? 'SELECT max(position) FROM journal WHERE undone = 0'
          : 'SELECT min(position) FROM journal WHERE undone = 1';
      session.run(`UPDATE journal SET undone = ? WHERE position = (${which})`, undone);
      writeHead(head);
    });
  return {
    /** Undefined before `startJournal`. */
    journalStart: (): JournalHead | undefined => {
      const row = session.one<{ json: string }>('SELECT json FROM settings WHERE name = ?', HEAD);
      return row && session.json<JournalHead>(row.json, 'the journal of the plan');
    },
    /**
     * So many changes from the `first` on, counted from 0, in the order they were made: first those that are done, then those that
     * were taken back, the next to redo first. Fewer at the end.
     */
    journalEntries: (first: number, count: number): JournalEntry[] =>
      session
        .all<{ json: string; undone: number }>(
          'SELECT json, undone FROM journal ORDER BY position LIMIT ? OFFSET ?',
          ...[count, first],
        )
        .map(({ json, undone }, index) => ({
          transaction: session.json(json, `change ${first + index + 1} of the plan`),
          undone: undone === 1,
        })),
    /** Starts anew: a working plan that is a saved version. */
    startJournal: (head: JournalHead): void =>
      session.write(() => {
        session.run('DELETE FROM journal');
        writeHead(head);
      }),
    /** Adds a transaction; what had been taken back is forgotten. */
    journalCommit: (transaction: unknown, head: JournalHead): void =>
      session.write(() => {
        session.run('DELETE FROM journal WHERE undone = 1');
        session.run(
          'INSERT INTO journal (position, json, undone) SELECT coalesce(max(position), 0) + 1, ?, 0 FROM journal',
          JSON.stringify(transaction),
        );
        writeHead(head);
      }),
    journalUndo: (head: JournalHead): void => turn(head, 1),
    journalRedo: (head: JournalHead): void => turn(head, 0),
    /** Only the head changes: a version was saved. */
    journalHead: (head: JournalHead): void => session.write(() => writeHead(head)),
  };
}
