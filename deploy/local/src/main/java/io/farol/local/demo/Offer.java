package io.farol.local.demo;

import java.math.BigDecimal;

/** What the demo's seller sells; prices for one unit and month in BRL. */
enum Offer {
    PLATFORM("PLATAFORMA", "Plataforma (por usuário)", "PLAN", "89.00"),
    ANALYTICS("ANALYTICS", "Analytics", "ADD_ON", "640.00"),
    INTEGRATIONS("INTEGRACOES", "Integrações", "ADD_ON", "480.00"),
    PREMIUM_SUPPORT("SUPORTE-PREMIUM", "Suporte Premium", "SUPPORT", "750.00");

    private final String code;
    private final String label;
    private final String kind;
    private final BigDecimal listPrice;

    Offer(String code, String label, String kind, String listPrice) {
        this.code = code;
        this.label = label;
        this.kind = kind;
        this.listPrice = new BigDecimal(listPrice);
    }

    String code() {
        return code;
    }

    String label() {
        return label;
    }

    String kind() {
        return kind;
    }

    BigDecimal listPrice() {
        return listPrice;
    }
}
