package io.farol.runtime.feed;

/** A projection that can be made anew beside the one in use: fills a second generation, flips, and drops the first; reads use the old one meanwhile. */
public interface Rebuildable {

    /** Whose feed it is made from, such as {@code accounts}. */
    String source();

    /** Rebuilds for all tenants; called by one replica at a time and, after a crash, again from the start. */
    void rebuild();
}
