package io.farol.runtime.rest;

import io.farol.runtime.money.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

record ThingView(
        ThingId id,
        @Nullable String externalId,
        String name,
        ThingColour colour,
        @Nullable Money price,
        @Nullable LocalDate renewsOn,
        List<String> tags,
        Version etag) {
    static final String COLUMNS =
            "t.id, t.external_id, t.name, t.colour, t.price_e4, t.currency, t.renews_on, t.version, "
                    + "array(select g.tag from thing_tag g where g.tenant_id = t.tenant_id and g.thing_id = t.id order by g.tag) as tags";

    static ThingView of(ResultSet row) throws SQLException {
        return new ThingView(
                new ThingId(row.getObject("id", UUID.class)),
                row.getString("external_id"),
                row.getString("name"),
                ThingColour.valueOf(row.getString("colour")),
                row.getString("currency") == null
                        ? null
                        : Money.ofE4(row.getLong("price_e4"), Currency.getInstance(row.getString("currency"))),
                row.getObject("renews_on", LocalDate.class),
                List.of((String[]) row.getArray("tags").getArray()),
                new Version(row.getLong("version")));
    }

    ThingRequest toRequest() {
        return new ThingRequest(externalId, name, colour, price, renewsOn, tags);
    }
}
