/** A job that failed: why, trying it again, and the details to copy. */
import CircleAlert from 'lucide-react/icons/circle-alert';
import { type ReactElement, useState } from 'react';
import type { JobState, WireError } from '../../../src-shared/contract/index.ts';
import { inWindow } from '../../texts/messages.ts';
import { runTexts as texts } from '../../texts/run.ts';
import { Button, ErrorPanel, Popover } from '../../ui/index.ts';
import { retryJob } from '../jobs.ts';

/** The reason in the bar, with a button that opens all of it. It takes the focus from nobody. */
export function JobFailed({ job }: { readonly job: JobState }): ReactElement {
  const [isOpen, setOpen] = useState(false);
  const error: WireError = job.error ?? { code: 'internal', message: job.title };
  const trigger = (
    <Button variant="danger" icon={<CircleAlert size={14} aria-hidden />}>
      {texts.failed}
    </Button>
  );
  return (
    <>
      <Popover trigger={trigger} label={job.title} open={isOpen} onOpenChange={setOpen} align="end">
        <ErrorPanel
          error={error}
          title={job.title}
          onRetry={() => {
            setOpen(false);
            retryJob(job.id);
          }}
        />
      </Popover>
      <span className="run-why" role="alert" title={inWindow(error.message)}>
        {inWindow(error.message)}
      </span>
    </>
  );
}
