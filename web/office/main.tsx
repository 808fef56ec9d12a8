import { start } from '../ui/start.tsx';
import { Office } from './office.tsx';

start(<Office />);
