digest.data("c912e6b9be-names",{"author":"Ada Lovelace\nAda Lovelace\tAlan Turing\n张三\tAda Lovelace","affiliation":"\nBletchley\t某大学\tAnalytical Engine\n"});
