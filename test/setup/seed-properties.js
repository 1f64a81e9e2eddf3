import { configureGlobal } from 'fast-check';

configureGlobal({ seed: Number(process.env.ONUS_SEED) });
