/** Makes the editor's own services: the first who asks for anything does. */
import { editor } from 'monaco-editor/editor/editor.api';

editor.getModels();
