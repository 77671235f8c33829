"""Simplified and traditional characters, and traditional spellings of names."""

from functools import cache
from itertools import product

SIMPLIFIED = (
    "丢两严丧个临为丽举义乌乐乔习书买乱争亚产亩亲亿仅从仓仪们众会伞伟传伤伥伦伪侦侧债倾偿储兰关兴养兽内册写军农冯净减凑凤击刘"
    "则刚创删剂剑剧劝办务动励劲劳势匀区医华协单卖卢卫厅历压厌厕县参双发变叙叠号叹吗启吴员响哑唤园围国图圆场块坚坛坝坟垒壮声处"
    "备够头夹夺奋奖奥妆妇妈娇娱孙学宝实宠审宪宫宽宾对寻导寿将尔尘尝尽层届属岁岛峡崭巩币帅师帐帜带帮广庆库应庙废开弃张弥弯弹强"
    "归录彻径忆忧态总恋恶悬惧惩惯愤懒戏战户执扩扫扬抚抢护报担拟拥拦拨择挡挤挥损捡换掷搅携摄摆摇撑敌数斋断无旧时昼显晋晓暂术杂"
    "权条来杨枪枫标栈栋栏树样档桥检楼横欢欧歼残毁毕汇汉汤沟没泪泽浅浆测济浑浓涛涡润涨渐渔渗温湾湿溃滚滞满滤滥滨潇潜澜濒灭灯灵"
    "炉炼烂烟烦烧热爱爷牵牺状犹独狭狮猎猪猫献玛环现玺琐瑶电画畅疗疯皱盐监盖盗盘矫矿码砖硕碍碱礼祷祸积称秽稣稳穷窃窍竖竞笔笼筛"
    "筹签简篮类粪粮紧纠红纤约级纪纯纳纵纹纺纽线练组细织终绍经结绕绘给络绝统继绩绪续维综绿缀缆缓编缘缚缝缩罗罚罢聂职联聪肃肠肤"
    "肿胀胶脉脏脑脓脚脱脸舆舰舱艰艺节芦苏荣药莱获营萧葱蒋蓝蕴虏虑虚虽虾蚁蛮补衬袭装见观规觅视觉誉誊计认讨让训议讯记讲许论设访"
    "证评识诉诊词译试诗诚话诞询该详语误说请读课谁调谈谋谓谢谨谱贝贞负贡财责贤败账货质贩贪贫购贯贱贴贵贷贸费贺贾贿资赋赌赏赔赖"
    "赛赞赠赢赵趋跃践跷踪躯车轨转轮软轰轴轻载较辅辆辐辑输辖辙辞辩边达迁过迈运还这进远违连迟选递逻遗遥邓邮邻郑酱酿释针钉钟钢钥"
    "钩钱铁铃铅铜铝银链销锁锅锋锐错锚锦键锻镇镜长门闪闭问闯间闻阀阁阅阈阐队阳阴阵阶际陆陈陕险随隐难雾静韧韩页顶项顺须顾预领颇"
    "颈频颗题颜额风飘飞饥饭饮饰饱馆馈马驯驱驶驻驾验骑骗骤鱼鲁鲜鸟鸡鸣鸿鹅鹰麦黄齐齿龙龟"
    "当点业东梦专抛拣掺捞挠敛晕枢杀壳决况冲凉涩泻浏灾烛烁墙狱畴瞒础税窜胆艳叶苍莲萨亏览订诱谅诸诺谜谬贮赚辈衔铺鉴钻颁顿颠龄"
)
"""Characters of simplified text only (in GB 2312, not in Big5). `TRADITIONAL` has their counterparts, in the same
order.
"""

TRADITIONAL = (
    "丟兩嚴喪個臨為麗舉義烏樂喬習書買亂爭亞產畝親億僅從倉儀們眾會傘偉傳傷倀倫偽偵側債傾償儲蘭關興養獸內冊寫軍農馮淨減湊鳳擊劉"
    "則剛創刪劑劍劇勸辦務動勵勁勞勢勻區醫華協單賣盧衛廳歷壓厭廁縣參雙發變敘疊號嘆嗎啟吳員響啞喚園圍國圖圓場塊堅壇壩墳壘壯聲處"
    "備夠頭夾奪奮獎奧妝婦媽嬌娛孫學寶實寵審憲宮寬賓對尋導壽將爾塵嘗盡層屆屬歲島峽嶄鞏幣帥師帳幟帶幫廣慶庫應廟廢開棄張彌彎彈強"
    "歸錄徹徑憶憂態總戀惡懸懼懲慣憤懶戲戰戶執擴掃揚撫搶護報擔擬擁攔撥擇擋擠揮損撿換擲攪攜攝擺搖撐敵數齋斷無舊時晝顯晉曉暫術雜"
    "權條來楊槍楓標棧棟欄樹樣檔橋檢樓橫歡歐殲殘毀畢匯漢湯溝沒淚澤淺漿測濟渾濃濤渦潤漲漸漁滲溫灣濕潰滾滯滿濾濫濱瀟潛瀾瀕滅燈靈"
    "爐煉爛煙煩燒熱愛爺牽犧狀猶獨狹獅獵豬貓獻瑪環現璽瑣瑤電畫暢療瘋皺鹽監蓋盜盤矯礦碼磚碩礙鹼禮禱禍積稱穢穌穩窮竊竅豎競筆籠篩"
    "籌簽簡籃類糞糧緊糾紅纖約級紀純納縱紋紡紐線練組細織終紹經結繞繪給絡絕統繼績緒續維綜綠綴纜緩編緣縛縫縮羅罰罷聶職聯聰肅腸膚"
    "腫脹膠脈臟腦膿腳脫臉輿艦艙艱藝節蘆蘇榮藥萊獲營蕭蔥蔣藍蘊虜慮虛雖蝦蟻蠻補襯襲裝見觀規覓視覺譽謄計認討讓訓議訊記講許論設訪"
    "證評識訴診詞譯試詩誠話誕詢該詳語誤說請讀課誰調談謀謂謝謹譜貝貞負貢財責賢敗賬貨質販貪貧購貫賤貼貴貸貿費賀賈賄資賦賭賞賠賴"
    "賽贊贈贏趙趨躍踐蹺蹤軀車軌轉輪軟轟軸輕載較輔輛輻輯輸轄轍辭辯邊達遷過邁運還這進遠違連遲選遞邏遺遙鄧郵鄰鄭醬釀釋針釘鐘鋼鑰"
    "鉤錢鐵鈴鉛銅鋁銀鏈銷鎖鍋鋒銳錯錨錦鍵鍛鎮鏡長門閃閉問闖間聞閥閣閱閾闡隊陽陰陣階際陸陳陝險隨隱難霧靜韌韓頁頂項順須顧預領頗"
    "頸頻顆題顏額風飄飛飢飯飲飾飽館饋馬馴驅駛駐駕驗騎騙驟魚魯鮮鳥雞鳴鴻鵝鷹麥黃齊齒龍龜"
    "當點業東夢專拋揀摻撈撓斂暈樞殺殼決況沖涼澀瀉瀏災燭爍牆獄疇瞞礎稅竄膽艷葉蒼蓮薩虧覽訂誘諒諸諾謎謬貯賺輩銜鋪鑑鑽頒頓顛齡"
)

MERGED = (
    "並佈佔併係傑僕價儘優兒別劃勝吶嚮塗壞寧嶺幹幾廠彙憑懷捲掛採據擾曆極構機櫃氣準潔瀋異癡確禦種穀穫範簾網緻繫聖聽臺薦衊衝裡製"
    "複觸誌讎豐趕迴週適錶閒闢隻離雲鞦願餘驚體髮鬆鬥鬱鹹麵黨"
    "萬與麼捨撲曬洩湧癢莊蟲蠟託誇遊闆"
)
"""Characters of traditional text only, that simplified text merged into characters both scripts use (`MERGED_INTO`,
same order).
"""

MERGED_INTO = (
    "并布占并系杰仆价尽优儿别划胜呐向涂坏宁岭干几厂汇凭怀卷挂采据扰历极构机柜气准洁沈异痴确御种谷获范帘网致系圣听台荐蔑冲里制"
    "复触志仇丰赶回周适表闲辟只离云秋愿余惊体发松斗郁咸面党"
    "万与么舍扑晒泄涌痒庄虫蜡托夸游板"
)

OTHER_SHAPES = {"裏": "里", "爲": "为", "衆": "众", "綫": "线"}
"""Variants of traditional characters that are not in GB 2312; Big5 has them, if at all, beside the usual shape."""

TO_SIMPLIFIED = dict(zip(TRADITIONAL + MERGED, SIMPLIFIED + MERGED_INTO, strict=True)) | OTHER_SHAPES
TO_TRADITIONAL = dict(zip(SIMPLIFIED, TRADITIONAL, strict=True))


@cache
def _spellings() -> dict[str, list[str]]:
    """Simplified character -> its traditional ones, itself among them if it is one."""
    found = {"签": ["籤"]}
    for traditional, simplified in TO_SIMPLIFIED.items():
        found.setdefault(simplified, [] if simplified in TO_TRADITIONAL else [simplified]).append(traditional)
    return found


_IN_SCIENCES = str.maketrans(
    TO_TRADITIONAL
    | dict(zip("几机体价种确扑网范气据复离适优构与团并", "幾機體價種確撲網範氣據複離適優構與團並", strict=True))
)
"""Among the merged characters, those of which the names of sciences have one meaning only."""


def to_traditional(name: str) -> str:
    """The Chinese name of a science in traditional characters."""
    return name.translate(_IN_SCIENCES)


def traditional_forms(name: str) -> tuple[str, ...]:
    """The spellings of a simplified name in traditional characters; empty if it has no other.

    Some characters have several traditional ones, so a few of the spellings may be of other words.
    """
    if name.isascii():
        return ()
    known = _spellings()
    forms = ["".join(each) for each in product(*[known.get(character, character) for character in name])]
    return tuple([form for form in forms if form != name])
