package io.farol.pipeline.deal;

/** What a deal would bring: change of MRR, which may be negative, and one-off value, in 1/10,000 of its currency. */
record DealFigures(long mrrE4, long oneOffE4) {}
