package io.farol.accounts.product;

import io.farol.runtime.money.Money;
import io.farol.runtime.money.Ratio;
import io.farol.runtime.rest.Filter;
import io.farol.runtime.rest.Listing;
import io.farol.runtime.rest.Version;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Currency;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A product as answered; fields as in {@link ProductDetails}. */
@Schema(name = "Product")
record ProductView(
        ProductId id,
        Version etag,
        String code,
        String name,
        ProductKind kind,
        @Nullable String solutionArea,
        @Nullable Money listPrice,
        @Nullable String unit,
        @Nullable Ratio embeddedTaxRate,
        boolean isActive) {

    static final Listing<ProductView> LISTING = Listing.<ProductView>from("product p")
            .tenant("p.tenant_id")
            .id("p.id", ProductId.class)
            .select("p.*", (row, context) -> of(row))
            .filter("code", Filter.text("p.code"))
            .filter("kind", Filter.of(ProductKind.class, "p.kind"))
            .filter("solutionArea", Filter.text("p.solution_area"))
            .filter("isActive", Filter.of(Boolean.class, "p.is_active"))
            .search("farol_fold(p.code || ' ' || p.name)")
            .sortByText("code", "p.code")
            .sortByText("name", "farol_fold(p.name)")
            .csv("id", ProductView::id)
            .csv("code", ProductView::code)
            .csv("name", ProductView::name)
            .csv("kind", ProductView::kind)
            .csv("solutionArea", ProductView::solutionArea)
            .csv("listPrice", ProductView::listPrice)
            .csv("currency", row -> Listing.currency(row.listPrice()))
            .csv("unit", ProductView::unit)
            .csv("embeddedTaxRate", ProductView::embeddedTaxRate)
            .csv("isActive", ProductView::isActive)
            .build();

    static ProductView of(Product product) {
        return new ProductView(
                new ProductId(product.id),
                new Version(product.version),
                product.code,
                product.name,
                product.kind,
                product.solutionArea,
                product.price(),
                product.unit,
                product.embeddedTaxRate(),
                product.isActive);
    }

    private static ProductView of(ResultSet row) throws SQLException {
        @Nullable String currency = row.getString("currency");
        return new ProductView(
                new ProductId(row.getObject("id", UUID.class)),
                new Version(row.getLong("version")),
                row.getString("code"),
                row.getString("name"),
                ProductKind.valueOf(row.getString("kind")),
                row.getString("solution_area"),
                currency == null ? null : Money.ofE4(row.getLong("list_price_e4"), Currency.getInstance(currency)),
                row.getString("unit"),
                row.getObject("embedded_tax_rate_e6") == null
                        ? null
                        : ProductDetails.embeddedTaxRate(row.getInt("embedded_tax_rate_e6")),
                row.getBoolean("is_active"));
    }
}
