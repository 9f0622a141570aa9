package io.farol.metrics.retelling;

import io.farol.metrics.viewpoint.AccountFilter;
import io.farol.metrics.viewpoint.Dimension;
import io.farol.metrics.viewpoint.Viewpoint;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Jdbi;

/** What conventions tell anew, as texts {@code dim|value|measure|month} to {@code amount/n} that tests add to the ledger's cells. */
public final class RetoldCells {
    private static final String TOTAL = "total";

    private final Map<String, String> cells;

    private RetoldCells(Map<String, String> stored) {
        cells = new TreeMap<>(stored);
    }

    public static Map<String, String> add(
            Map<String, String> stored, Jdbi jdbi, Viewpoint viewpoint, Conventions conventions) {
        RetoldCells cells = new RetoldCells(stored);
        Retelling retelling = new Retellings(jdbi).of(viewpoint, conventions, AccountFilter.ALL);
        for (String dim : List.of(TOTAL, "sector", "seller", "attr.size", "cohort", "product", "term")) {
            for (Retelling.Told told :
                    retelling.told(AccountFilter.ALL, dim.equals(TOTAL) ? null : new Dimension(dim))) {
                cells.add(dim, told);
            }
        }
        return cells.cells;
    }

    /** As in the ledger, group NONE has transfers only; the rest is the total's less all others. */
    private void add(String dim, Retelling.Told told) {
        told.history().flows((group, measure, month, amountE4, n) -> {
            if (!group.equals(Dimension.NONE) || measure.startsWith("TRANSFER")) {
                add(dim, group, measure, month, told.sign() * amountE4, told.sign() * n);
            }
        });
        if (new Dimension(dim).isOfLines()) {
            return;
        }
        told.history().lives((group, isEnded, key, month, n) -> {
            if (!group.equals(Dimension.NONE)) {
                add("life:" + dim, group, (isEnded ? "ENDED " : "OPEN ") + key, month, 0, told.sign() * n);
            }
        });
    }

    private void add(String dim, String value, String measure, int month, long amountE4, long n) {
        String key = dim + "|" + value + "|" + measure + "|" + month;
        String[] sum = cells.getOrDefault(key, "0/0").split("/");
        cells.put(key, (Long.parseLong(sum[0]) + amountE4) + "/" + (Long.parseLong(sum[1]) + n));
    }
}
