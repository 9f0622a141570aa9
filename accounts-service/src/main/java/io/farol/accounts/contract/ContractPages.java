package io.farol.accounts.contract;

import io.farol.runtime.rest.Lists;
import io.farol.runtime.rest.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Iterator;

/** Pages of contracts: the page as it is asked for, then lines and amendments for all of it at once. */
@ApplicationScoped
class ContractPages {
    private final Lists lists;
    private final ContractRepository repository;

    ContractPages(Lists lists, ContractRepository repository) {
        this.lists = lists;
        this.repository = repository;
    }

    @Transactional
    Page<ContractView> page() {
        Page<ContractView> bare = lists.page(ContractView.LISTING);
        Iterator<ContractView> whole = repository.whole(bare.items()).iterator();
        return bare.map(contract -> whole.next());
    }
}
