/** A job that goes on: how far it is, how long it still takes, and how to end it. Escape twice ends it too. */
import { type ReactElement, useEffect, useState } from 'react';
import type { JobState } from '../../../src-shared/contract/index.ts';
import { runTexts as texts } from '../../texts/run.ts';
import { duration, whole } from '../../ui/format.ts';
import { Button, Progress } from '../../ui/index.ts';
import { useWorkbench, waitText } from '../../state/index.ts';
import { cancelJob } from '../jobs.ts';

/** The first Escape counts for this long. */
const TWICE_MS = 2000;

export function JobProgress({ job }: { readonly job: JobState }): ReactElement {
  const [asked, setAsked] = useState(false);
  const [cancelling, setCancelling] = useState(false);
  const cancel = (): void => {
    setCancelling(true);
    cancelJob();
  };
  useEscapeTwice(setAsked, cancel);
  const waiting = useWorkbench(({ jobs }) => waitText(job, jobs));
  const left = job.remainingMs === null ? '' : texts.remaining(duration(job.remainingMs));
  return (
    <div className="run-job">
      <div className="run-job-figures" role="status">
        <span>{job.title}</span>
        <span>
          {cancelling
            ? texts.cancelling
            : asked
              ? texts.escapeAgain
              : [waiting ?? figuresOf(job), left].filter(Boolean).join(' · ')}
        </span>
      </div>
      <Progress label={job.title} done={job.done} total={job.total} remainingMs={job.remainingMs} barOnly />
      <Button disabled={cancelling} title={texts.cancelHint} onClick={cancel}>
        {texts.cancel}
      </Button>
    </div>
  );
}

/** How far it is; in words where there is nothing to count yet. */
const figuresOf = ({ phase, done, total }: JobState): string =>
  phase === 'simulating' ? texts.progress(whole(done), whole(total)) : texts.doing(phase, whole(done), whole(total));

/** Hook: two Escapes in a row that nothing else takes, such as an open menu or a text field. */
function useEscapeTwice(onFirst: (asked: boolean) => void, onSecond: () => void): void {
  useEffect(() => {
    let last = -Infinity;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const press = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented || event.repeat) return;
      const inside =
        event.target instanceof Element &&
        event.target.closest('[role="dialog"], [role="menu"], [role="listbox"], .monaco-editor');
      if (inside) return;
      clearTimeout(timer);
      if (performance.now() - last < TWICE_MS) {
        onSecond();
        return;
      }
      last = performance.now();
      onFirst(true);
      timer = setTimeout(() => onFirst(false), TWICE_MS);
    };
    window.addEventListener('keydown', press);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('keydown', press);
    };
    // The job's row is mounted anew for each job, and what it calls does not change while it is there.
  }, []);
}
