/** Entry of the window. */
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import 'virtual:theme.css';
import './app/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { followHost } from './state/index.ts';

followHost();
createRoot(document.getElementById('window')!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
