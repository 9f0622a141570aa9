package io.farol.local.demo;

import java.util.List;
import java.util.Random;

/** One invented company: name, CNPJ with its check digits, sector, place and size. */
record Company(String name, String cnpj, String sector, String region, String channel, String seller, int employees) {
    private static final List<String> SECTORS = List.of(
            "Varejo",
            "Indústria",
            "Saúde",
            "Educação",
            "Logística",
            "Agronegócio",
            "Serviços Financeiros",
            "Tecnologia",
            "Construção",
            "Alimentos e Bebidas");
    private static final List<List<String>> FIRST_WORDS = List.of(
            List.of("Lojas", "Magazine", "Empório", "Casa"),
            List.of("Metalúrgica", "Indústrias", "Plásticos", "Têxtil"),
            List.of("Clínica", "Hospital", "Laboratório", "Rede Saúde"),
            List.of("Colégio", "Faculdade", "Instituto", "Escola"),
            List.of("Transportes", "Expresso", "Logística", "Rodo"),
            List.of("Agro", "Fazendas", "Sementes", "Cooperativa"),
            List.of("Banco", "Crédito", "Seguros", "Fintech"),
            List.of("Sistemas", "Software", "Dados", "Telecom"),
            List.of("Construtora", "Incorporadora", "Engenharia", "Obras"),
            List.of("Alimentos", "Bebidas", "Laticínios", "Café"));
    private static final List<String> SECOND_WORDS = List.of(
            "Serra Azul",
            "Horizonte",
            "Bela Vista",
            "Ipê",
            "Aroeira",
            "São Bento",
            "Guanabara",
            "Pantanal",
            "Três Rios",
            "Araucária",
            "Santa Clara",
            "Mantiqueira",
            "Jatobá",
            "Litoral",
            "Cerrado",
            "Vila Nova",
            "Boa Esperança",
            "Paranaíba",
            "Sabiá",
            "Rio Claro",
            "Monte Alto",
            "Itapuã",
            "Vale Verde",
            "Porto Real",
            "Campo Grande",
            "Aurora do Sul",
            "Estrela",
            "Ouro Fino",
            "Pedra Branca",
            "Tamoio",
            "Uirapuru",
            "Ponta Negra",
            "Alvorada",
            "Jequitibá",
            "Capixaba",
            "Marajó",
            "Pampa",
            "Ibirapuera",
            "Caravela",
            "Maracatu");
    /** Weighted: the biggest states come more often. */
    private static final List<String> REGIONS = List.of(
            "SP", "SP", "SP", "SP", "SP", "RJ", "RJ", "MG", "MG", "PR", "RS", "SC", "BA", "PE", "GO", "DF", "CE", "ES");

    private static final List<String> CHANNELS =
            List.of("Inbound", "Inbound", "Outbound", "Outbound", "Parceiro", "Indicação", "Evento");
    private static final List<String> SELLERS = List.of(
            "Beatriz Rocha", "Caio Fernandes", "Daniela Pires", "Eduardo Nunes", "Fernanda Alves", "Gustavo Leal");

    /** The n-th company of a portfolio; no two of the first 1,600 share a name. */
    static Company number(int n, Random random) {
        int sector = n % SECTORS.size();
        int turn = n / SECTORS.size();
        String second = SECOND_WORDS.get((turn + 7 * sector) % SECOND_WORDS.size());
        String first = FIRST_WORDS.get(sector).get(turn / SECOND_WORDS.size() % 4);
        return new Company(
                first + " " + second,
                cnpj(10_000_000 + n * 7919 + sector),
                SECTORS.get(sector),
                pick(REGIONS, random),
                pick(CHANNELS, random),
                pick(SELLERS, random),
                (int) Math.round(20 * Math.exp(random.nextDouble() * 5)));
    }

    /** Root, branch 0001 and the two check digits (modulo 11, weights 2 to 9 from the right). */
    private static String cnpj(int root) {
        StringBuilder digits = new StringBuilder("%08d0001".formatted(root % 100_000_000));
        for (int check = 0; check < 2; check++) {
            int sum = 0;
            for (int i = 0; i < digits.length(); i++) {
                int fromRight = digits.length() - 1 - i;
                sum += (digits.charAt(i) - '0') * (2 + fromRight % 8);
            }
            int rest = sum % 11;
            digits.append(rest < 2 ? 0 : 11 - rest);
        }
        return digits.toString();
    }

    private static String pick(List<String> choices, Random random) {
        return choices.get(random.nextInt(choices.size()));
    }
}
