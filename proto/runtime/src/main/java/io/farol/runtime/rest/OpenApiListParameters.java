package io.farol.runtime.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.parameters.Parameter.In;

/** The parameters of a list as its {@link Listing} declares them. Filters carry {@code x-farol-filter}, for the tests that try each. */
final class OpenApiListParameters {
    /** Name of the parameter that says how a CSV is written. */
    static final String LOCALE = "locale";

    private OpenApiListParameters() {}

    static List<Parameter> of(Listing<?> listing, OpenApiSchemas schemas) {
        List<Parameter> parameters = filters(listing, schemas);
        addOrderAndPages(listing, parameters);
        return parameters;
    }

    /** Those that choose rows. */
    static List<Parameter> filters(Listing<?> listing, OpenApiSchemas schemas) {
        List<Parameter> parameters = new ArrayList<>();
        listing.filters().forEach((name, filter) -> {
            boolean isRepeatable = filter.operator() == Filter.Operator.ANY;
            Schema value = schemas.ofRequest(filter.type());
            parameters.add(query(name, isRepeatable ? repeated(value) : value, about(filter, isRepeatable))
                    .addExtension("x-farol-filter", true));
        });
        if (listing.searchColumn() != null) {
            parameters.add(query("q", typed(SchemaType.STRING), "Words to find, blind to accents and case.")
                    .addExtension("x-farol-filter", true));
        }
        if (listing.idType() != null) {
            parameters.add(query("id", repeated(schemas.ofRequest(listing.idType())), "Reads a batch by id."));
        }
        return parameters;
    }

    private static void addOrderAndPages(Listing<?> listing, List<Parameter> parameters) {
        if (!listing.sortKeys().isEmpty()) {
            List<Object> keys = listing.sortKeys().keySet().stream()
                    .flatMap(key -> Stream.of(key, "-" + key))
                    .<Object>map(key -> key)
                    .toList();
            parameters.add(query(
                            "sort",
                            typed(SchemaType.ARRAY)
                                    .items(typed(SchemaType.STRING).enumeration(keys)),
                            "In this order, - for descending; default is id. A row whose value moves while paging may come twice or not at all.")
                    .style(Parameter.Style.FORM)
                    .explode(false));
        }
        parameters.add(query(
                "pageSize",
                typed(SchemaType.INTEGER)
                        .format("int32")
                        .minimum(java.math.BigDecimal.ONE)
                        .maximum(java.math.BigDecimal.valueOf(ListQuery.MAX_PAGE_SIZE))
                        .defaultValue(ListQuery.DEFAULT_PAGE_SIZE),
                "Rows of one page."));
        parameters.add(query(
                "pageToken", typed(SchemaType.STRING), "nextPageToken of the page before, with the same filters."));
        parameters.add(query("count", typed(SchemaType.BOOLEAN), "Adds total, counted up to 10,000."));
        if (!listing.csvColumns().isEmpty()) {
            parameters.add(locale());
        }
    }

    /** How a path that also answers CSV writes it. */
    static Parameter locale() {
        return query(
                LOCALE,
                typed(SchemaType.STRING).enumeration(List.copyOf(CsvLocale.tags())),
                "How the CSV export is written (Accept: text/csv).");
    }

    private static String about(Filter filter, boolean isRepeatable) {
        String repeated = isRepeatable ? "May be repeated: any of the values." : "";
        return (filter.about() + " " + repeated).strip();
    }

    private static Parameter query(String name, Schema schema, String about) {
        return OpenApiParts.parameter(In.QUERY, name, schema, about);
    }

    private static Schema repeated(Schema item) {
        return typed(SchemaType.ARRAY).items(item).maxItems(ListQuery.MAX_VALUES);
    }

    private static Schema typed(SchemaType type) {
        return OASFactory.createSchema().type(List.of(type));
    }
}
