import { start } from '../ui/start.tsx';
import { Console } from './console.tsx';

start(<Console />);
