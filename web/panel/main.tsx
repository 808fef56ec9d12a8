import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Caught } from '../ui/caught.tsx';
import { Panel } from './panel.tsx';
import './panel.css';

const root = document.getElementById('root');
if (!root) throw new Error('the page has no element with the id root');
createRoot(root).render(
  <StrictMode>
    <Caught>
      <Panel />
    </Caught>
  </StrictMode>,
);
