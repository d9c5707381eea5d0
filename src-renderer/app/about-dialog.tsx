/** What this is, what it runs on, and what is built into it. */
import { type ReactElement, Suspense, use, useState } from 'react';
import type { licences as licenceList } from 'virtual:licences';
import { useWorkbench } from '../state/index.ts';
import { appTexts } from '../texts/app.ts';
import { inWindow } from '../texts/messages.ts';
import { Dialog, Facts } from '../ui/index.ts';
import { closeDialog, useDialog } from './dialogs.ts';

const texts = appTexts.about;

export function AboutDialog(): ReactElement {
  const open = useDialog((dialog) => dialog.open === 'about');
  return (
    <Dialog title={texts.title} description={appTexts.slogan} open={open} onOpenChange={(next) => !next && closeDialog()}>
      <Program />
      <Licences />
    </Dialog>
  );
}

function Program(): ReactElement | null {
  const info = useWorkbench((state) => state.info);
  if (!info) return null;
  const engines = info.engines.map(({ label, unavailable }) =>
    unavailable === null ? label : `${label} (${texts.unavailable(inWindow(unavailable))})`,
  );
  const rows = [
    [texts.version, info.version],
    [texts.runtime, info.runtime],
    [texts.platform, info.platform],
    [texts.engines, engines.join(', ')],
  ] as const;
  return (
    <>
      <Facts className="app-about" facts={rows} />
      <p className="app-about-note">{texts.offline}</p>
    </>
  );
}

/** The list is large: it is read when somebody looks. */
let reading: Promise<typeof licenceList> | undefined;
const readLicences = (): Promise<typeof licenceList> => (reading ??= import('virtual:licences').then(({ licences }) => licences));

function Licences(): ReactElement {
  const [shown, setShown] = useState(false);
  return (
    <details className="app-licences" onToggle={({ currentTarget }) => setShown(currentTarget.open)}>
      <summary>{texts.licences}</summary>
      {shown ? (
        <Suspense>
          <LicenceRows />
        </Suspense>
      ) : null}
    </details>
  );
}

function LicenceRows(): ReactElement {
  const licences = use(readLicences());
  return (
    <>
      <p className="app-about-note">{texts.licencesOf(licences.length)}</p>
      <ul>
        {licences.map(({ name, version, licence, text }) => (
          <li key={`${name} ${version}`}>
            {text === null ? (
              <LicenceName name={name} version={version} licence={licence} />
            ) : (
              <details>
                <summary>
                  <LicenceName name={name} version={version} licence={licence} />
                </summary>
                <pre className="selectable">{text}</pre>
              </details>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

const LicenceName = (props: { readonly name: string; readonly version: string; readonly licence: string }): ReactElement => (
  <span className="app-licence">
    <code>
      {props.name} {props.version}
    </code>
    <span>{props.licence}</span>
  </span>
);
