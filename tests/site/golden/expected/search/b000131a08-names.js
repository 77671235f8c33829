digest.data("b000131a08-names",{"author":"Ada Lovelace\nAda Lovelace\tAlan Turing\n张三\tAda Lovelace","affiliation":"\nBletchley\t某大学\tAnalytical Engine\n"});
