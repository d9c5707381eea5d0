/**
 * The working plan's text while a project is open: the editor's model, kept in step with the store. It outlives the panel that shows it,
 * so that text that cannot be read yet is still there when the panel comes back.
 */
import { create } from 'zustand';
import { currentPlan, editPlan, redoPlan, setWorkbench, undoPlan, useWorkbench, workbench } from '../../state/index.ts';
import { planTexts } from '../../texts/plan-editor.ts';
import { keepText, paused, planChanged, type SyncState, type SyncStep, takeOver, typed } from '../text/sync.ts';
import { rememberedText, rememberText } from '../pending-text.ts';
import { textProblemsOf } from '../text/problems.ts';
import { textCommits } from '../text-commits.ts';
import { markText } from './mark-text.ts';
import { replaceText } from './replace-text.ts';
import { type monaco, PLAN_URI, planModel } from './setup.ts';

/** A pause this long, and what was typed is read. */
const PAUSE_MS = 250;

/** What the panel shows of the text beside the text. */
export const useTextStatus = create<Pick<SyncState, 'status' | 'behind' | 'problems'>>()(() => ({
  status: 'in-step',
  behind: false,
  problems: [],
}));

export interface PlanDocument {
  readonly model: monaco.editor.ITextModel;
  /** Reads what was typed now, without waiting for the pause. */
  readonly flush: () => void;
  /** Undo and redo of the plan; of the typing, while the text cannot be read. */
  readonly undo: (editor: monaco.editor.ICodeEditor) => void;
  readonly redo: (editor: monaco.editor.ICodeEditor) => void;
  readonly takeOver: () => void;
  readonly keepText: () => void;
}

let open: { readonly path: string; readonly document: PlanDocument; readonly close: () => void } | undefined;

/** The document of the open project: made at first use, gone when the project closes. Throws an Error where none is open. */
export function planDocument(): PlanDocument {
  const { project } = workbench();
  if (!project) throw new Error('planDocument: no project is open');
  if (open?.path === project.path) return open.document;
  open?.close();
  const { document, close } = createDocument();
  const stop = useWorkbench.subscribe(({ project: now }) => {
    if (now?.path === project.path) return;
    stop();
    close();
    open = undefined;
  });
  open = { path: project.path, document, close };
  return document;
}

function createDocument(): { readonly document: PlanDocument; readonly close: () => void } {
  let state = rememberedText();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let replacing = false;
  const model = planModel(state.text, PLAN_URI);

  const commit = textCommits();
  const show = (text: string): void => {
    replacing = true;
    replaceText(model, text);
    replacing = false;
  };
  const follow = (step: SyncStep): void => {
    state = step.state;
    if (step.show !== undefined) show(step.show);
    if (step.commit) commit(step.commit);
    rememberText(state);
    publish(model, state);
  };
  const flush = (): void => {
    clearTimeout(timer);
    if (state.status === 'typing') follow(paused(state, currentPlan()));
  };

  const listening = model.onDidChangeContent(() => {
    if (replacing) return;
    state = typed(state, model.getValue());
    rememberText(state);
    clearTimeout(timer);
    timer = setTimeout(flush, PAUSE_MS);
    if (state.status === 'typing') useTextStatus.setState({ status: 'typing' });
  });
  const stop = useWorkbench.subscribe(({ history, project }, before) => {
    if (!history) return;
    if (history.plan !== before.history?.plan) follow(planChanged(state, history.plan));
    else if (project?.graph !== before.project?.graph) publish(model, state);
  });
  // What was left unread is read now.
  if (state.status === 'typing') flush();
  else publish(model, state);

  const typingUndone = (): boolean => state.status === 'unreadable' || state.status === 'apart';
  return {
    document: {
      model,
      flush,
      undo: (editor) => {
        flush();
        if (typingUndone()) editor.trigger('keyboard', 'undo', null);
        else undoPlan();
      },
      redo: (editor) => {
        flush();
        if (typingUndone()) editor.trigger('keyboard', 'redo', null);
        else redoPlan();
      },
      takeOver: () => follow(takeOver(currentPlan())),
      keepText: () => {
        const step = keepText(state, currentPlan());
        if (step.commit) editPlan(planTexts.labelTakeText, 'text', step.commit);
        follow({ state: step.state, ...(step.show === undefined ? {} : { show: step.show }) });
      },
    },
    close: () => {
      clearTimeout(timer);
      stop();
      listening.dispose();
      model.dispose();
      setWorkbench({ textProblems: [] });
    },
  };
}

/** The panel's status, markers in the text, and the store's list of problems. */
function publish(model: monaco.editor.ITextModel, state: SyncState): void {
  const { status, behind, problems } = state;
  useTextStatus.setState({ status, behind, problems });
  markText(model, state);
  setWorkbench({ textProblems: textProblemsOf(state) });
}
