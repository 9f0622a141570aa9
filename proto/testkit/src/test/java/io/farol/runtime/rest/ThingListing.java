package io.farol.runtime.rest;

import java.math.BigDecimal;
import java.time.LocalDate;

final class ThingListing {
    static final Listing<ThingView> LISTING = Listing.<ThingView>from("thing t")
            .tenant("t.tenant_id")
            .id("t.id", ThingId.class)
            .select(ThingView.COLUMNS, (row, context) -> ThingView.of(row))
            .filter("externalId", Filter.text("t.external_id"))
            .filter("colour", Filter.of(ThingColour.class, "t.colour"))
            .filter(
                    "tag",
                    Filter.text(
                            "exists (select 1 from thing_tag g where g.tenant_id = t.tenant_id and g.thing_id = t.id and g.tag = any(:values))"))
            .filter(
                    "attr.*",
                    Filter.text(
                            "exists (select 1 from thing_tag g where g.tenant_id = t.tenant_id and g.thing_id = t.id and g.tag = any(select :key || '=' || v from unnest(:values) v))"))
            .range("renewsOn", LocalDate.class, "t.renews_on")
            .range("price", BigDecimal.class, "t.price_e4")
            .search("t.search_text")
            .sortByText("name", "t.search_text")
            .sortByNumber("price", "coalesce(t.price_e4, 0)")
            .csv("id", ThingView::id)
            .csv("name", ThingView::name)
            .csv("colour", ThingView::colour)
            .csv("price", ThingView::price)
            .csv("renewsOn", ThingView::renewsOn)
            .csv("tags", ThingView::tags)
            .build();

    private ThingListing() {}
}
