package io.farol.accounts.product;

import io.farol.runtime.download.DownloadLink;
import io.farol.runtime.download.Downloads;
import io.farol.runtime.rest.Batch;
import io.farol.runtime.rest.BatchResult;
import io.farol.runtime.rest.Batches;
import io.farol.runtime.rest.Idempotent;
import io.farol.runtime.rest.ListedBy;
import io.farol.runtime.rest.Lists;
import io.farol.runtime.rest.MergePatch;
import io.farol.runtime.rest.Page;
import io.farol.runtime.rest.Responses;
import io.farol.runtime.rest.Version;
import io.farol.runtime.security.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** What is sold. A product's external id is its code. */
@Path("/v1/products")
@Tag(name = "Products")
@RunOnVirtualThread
public class ProductResource {
    private final Products products;
    private final Lists lists;
    private final Batches batches;
    private final Downloads downloads;

    ProductResource(Products products, Lists lists, Batches batches, Downloads downloads) {
        this.products = products;
        this.lists = lists;
        this.batches = batches;
        this.downloads = downloads;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @ListedBy(ProductView.class)
    @Operation(summary = "Lists products")
    public Page<ProductView> listProducts() {
        return lists.page(ProductView.LISTING);
    }

    @GET
    @Produces(Lists.CSV)
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @ListedBy(ProductView.class)
    @Operation(hidden = true)
    public Response productTable() {
        return lists.csv(ProductView.LISTING, "products");
    }

    @POST
    @Path("/download-links")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Operation(summary = "Makes a link that downloads the list of products once as CSV")
    public RestResponse<DownloadLink> linkProductTable() {
        return downloads.link();
    }

    @POST
    @Idempotent
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.INTEGRATION})
    @Operation(summary = "Makes a product")
    public RestResponse<ProductView> createProduct(ProductDetails product) {
        return created(products.create(product));
    }

    @POST
    @Path("/batches")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.INTEGRATION})
    @Operation(summary = "Makes or changes up to 5,000 products by their codes; no item fails another")
    public BatchResult putProducts(Batch<ProductDetails> batch) {
        return batches.eachPatch(batch, products::putItem);
    }

    @GET
    @Path("/{productId}")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Operation(summary = "Reads a product")
    public RestResponse<ProductView> getProduct(ProductId productId) {
        return ok(products.get(productId));
    }

    @PATCH
    @Path("/{productId}")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.INTEGRATION})
    @Consumes({MergePatch.MEDIA_TYPE, MediaType.APPLICATION_JSON})
    @Operation(summary = "Changes a product")
    public RestResponse<ProductView> changeProduct(
            ProductId productId, @HeaderParam("If-Match") @Nullable Version version, MergePatch<ProductDetails> patch) {
        return ok(products.change(productId, version, patch));
    }

    @DELETE
    @Path("/{productId}")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.INTEGRATION})
    @Operation(summary = "Deletes a product that no contract line names")
    public RestResponse<Void> deleteProduct(ProductId productId, @HeaderParam("If-Match") @Nullable Version version) {
        products.delete(productId, version);
        return Responses.noContent();
    }

    @GET
    @Path("/by-external-id/{externalId}")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Operation(summary = "Reads a product by its code")
    public RestResponse<ProductView> getProductByExternalId(String externalId) {
        return ok(products.getByCode(externalId));
    }

    @PUT
    @Path("/by-external-id/{externalId}")
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.INTEGRATION})
    @Operation(summary = "Makes or changes a product by its code: fields sent are set, null clears, absent stays")
    public RestResponse<ProductView> putProductByExternalId(String externalId, MergePatch<ProductDetails> patch) {
        Products.Put put = products.put(externalId, patch);
        return put.isNew() ? created(put.product()) : ok(put.product());
    }

    private static RestResponse<ProductView> ok(ProductView product) {
        return Responses.ok(product, product.etag());
    }

    private static RestResponse<ProductView> created(ProductView product) {
        return Responses.created("/v1/products/" + product.id().value(), product, product.etag());
    }
}
