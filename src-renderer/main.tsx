/** Entry of the window. */
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import 'virtual:theme.css';
import './app/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
// Commands, in the order in which the palette lists them.
import './start/commands.ts';
import './plan-editor/commands.ts';
import './app/commands.ts';
import './graph/commands.ts';
import './run/commands.ts';
import './export/commands.ts';
import { App } from './app/app.tsx';
import { followNativeMenu } from './app/native-menu.ts';
import { applySettings } from './app/settings.ts';
import { followAddress, followStartDrops } from './start/index.ts';
import { followFit, followHost } from './state/index.ts';

applySettings();
followHost();
followFit();
followAddress();
followStartDrops();
followNativeMenu();
createRoot(document.getElementById('window')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
