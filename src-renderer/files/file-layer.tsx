/** What lies over the window for files: the dialog while one is asked for, the frame while some are dragged over. */
import type { ReactElement } from 'react';
import { filesTexts } from '../texts/files.ts';
import { useFileQuestion } from './choose-file.ts';
import { useDragged } from './drops.ts';
import { FilePicker } from './file-picker.tsx';
import './files.css';

export function FileLayer(): ReactElement {
  const question = useFileQuestion(({ question }) => question);
  const over = useDragged(({ over }) => over);
  return (
    <>
      {question ? <FilePicker key={question.purpose} {...question} /> : null}
      {over ? (
        <div className="files-drop" role="status">
          {filesTexts.drop}
        </div>
      ) : null}
    </>
  );
}
