import { describeTranscripts } from './describe-transcripts.ts';

describeTranscripts('ledger');
