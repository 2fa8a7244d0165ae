"""Airlines by the name that notices use, for numbers written without their two-character code.

Source: IATA airline designators as published by the airlines.
"""

from __future__ import annotations

_NAMES = {
    "CA": "国航 中国国航 中国国际航空",
    "CZ": "南航 南方航空 中国南方航空",
    "MU": "东航 东方航空 中国东方航空",
    "HU": "海航 海南航空",
    "MF": "厦航 厦门航空",
    "ZH": "深航 深圳航空",
    "SC": "山航 山东航空",
    "3U": "川航 四川航空",
    "9C": "春秋 春秋航空",
    "HO": "吉祥 吉祥航空",
    "FM": "上航 上海航空",
    "JD": "首航 首都航空",
    "GS": "天航 天津航空",
    "8L": "祥鹏 祥鹏航空",
    "KN": "联航 中联航 中国联合航空",
    "PN": "西部航空",
    "EU": "成都航空",
    "G5": "华夏航空",
    "KY": "昆明航空",
    "TV": "西藏航空",
    "AQ": "九元 九元航空",
    "DR": "瑞丽航空",
    "GJ": "长龙航空",
    "NS": "河北航空",
    "QW": "青岛航空",
    "BK": "奥凯 奥凯航空",
    "DZ": "东海航空",
    "FU": "福州航空",
    "GX": "北部湾航空",
    "UQ": "乌鲁木齐航空",
    "Y8": "金鹏航空",
    "CX": "国泰 国泰航空",
    "CI": "华航 中华航空",
    "DL": "达美 达美航空",
    "SQ": "新航 新加坡航空",
    "TR": "酷航",
    "FD": "泰国亚洲航空 泰亚航",
    "TG": "泰航 泰国国际航空",
    "NH": "全日空",
    "JL": "日航 日本航空",
    "KE": "大韩航空",
    "OZ": "韩亚 韩亚航空",
}
CARRIERS = {name: code for code, names in _NAMES.items() for name in names.split()}


def carrier(text: str) -> str:
    """The code of the airline that the text names, the longest name first; "" when it names none."""
    return next((CARRIERS[name] for name in sorted(CARRIERS, key=len, reverse=True) if name in text), "")
