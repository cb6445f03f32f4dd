-- What a resident of a province's towns earned and spent in a year: 城镇居民人均可支配收入, 城镇居民人均消费支出 (人身损害赔偿解释 22).
CREATE TABLE income (
    province_code TEXT NOT NULL, year INT NOT NULL, income_fen MONEY NOT NULL, consumption_fen MONEY NOT NULL, source TEXT NOT NULL,
    confidence TEXT NOT NULL, PRIMARY KEY (province_code, year)
);
